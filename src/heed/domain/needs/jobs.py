"""Jobs of needs: safe to run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from heed.domain.needs.reviews import services


@app.periodic(cron="17 5 * * *")
@app.task(name="ask_owners_to_review", queueing_lock="ask_owners_to_review")
def ask_owners_to_review(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes when it was due
    """Ask about what is due before it runs out, early each morning."""
    services.ask_owners(now=timezone.now())
