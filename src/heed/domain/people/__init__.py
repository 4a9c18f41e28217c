"""
Members of the public: who they are, where they live and have lived, which telephone lines they have used.

A line is not a person: links between the two are dated, have a source, and say who confirmed them. What was said of
somebody is kept as it was said. Who is who stands in identity/, one who turns out to be two in splits/. Knows nothing of
calls or incidents.
"""
