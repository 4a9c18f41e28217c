"""The key that signs sessions, made once and kept beside the data when the force sets none."""

import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path) -> str:
    """
    Return the signing key kept in data_dir, making it on first use.

    The file is readable by its owner only. Two processes that start together end with the same key: the second
    finds the file that the first one linked into place.
    """
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, path)  # Fails, and so keeps the first key, when another process was faster.
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
