"""Did it stop? Who is asked afterwards, what they said, and what all of them said."""
