"""The thesaurus: themes as data (a .toml file per formation), and a word to its theme."""
