"""Which beat an incident is filed to: by the point of its place, or by hand."""
