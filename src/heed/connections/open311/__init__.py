"""Open311 GeoReport v2, as a server and as a client, in the dialect of FixMyStreet."""
