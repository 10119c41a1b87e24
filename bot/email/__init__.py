"""E-mail: briefings by SMTP, signed links to pages where they are changed, answers and bounces from an inbox."""
