"""The help of one incident."""
