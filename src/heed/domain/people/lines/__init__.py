"""Many lines at once: who has used them, which of them many people share, and which are watched."""
