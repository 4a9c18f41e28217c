"""Beats as a GeoJSON file draws them, before they are anybody's."""
