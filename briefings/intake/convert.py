"""Old Word files (.doc) through LibreOffice, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from briefings.errors import Unreadable


def from_old_word(data: bytes, name: str, seconds: float) -> bytes:
    """The .doc in `data` as .docx. Raises Unreadable: without LibreOffice, and for what it cannot convert in time."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable("letter.old_word_needs_libreoffice", name=name)
    with tempfile.TemporaryDirectory(prefix="jbz-doc-") as folder:
        letter = Path(folder) / "letter.doc"
        letter.write_bytes(data)
        command = [program, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
        try:
            subprocess.run(  # noqa: S603 - a fixed command; the file's name is ours
                [*command, "--convert-to", "docx", "--outdir", folder, str(letter)],
                check=True,
                capture_output=True,
                timeout=seconds,
            )
            return letter.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Unreadable("letter.old_word_not_converted", name=name) from error
