"""Whether what is kept stands as this release has it, so that nothing need be prepared before it is asked."""

from sqlalchemy import exists, select

from storage.database import Database
from storage.rows import CorpusRow, DocumentRow

#: Raised by one whenever the same text is understood as more, or kept in another form.
UNDERSTANDING = 12
#: Raised by one when letters and annexes are joined in another way.
JOINING = 1


def is_ready(database: Database) -> bool:
    """Whether letters are kept, all of them understood and joined by this release."""
    stands = (CorpusRow.understanding == UNDERSTANDING, CorpusRow.joining == JOINING)
    with database.reading() as session:
        return session.scalar(select(exists().where(*stands, select(DocumentRow.id).exists()))) is True
