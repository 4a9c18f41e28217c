"""Who is named on which beat, who is away and who covers, and who is on shift."""
