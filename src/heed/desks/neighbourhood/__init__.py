"""The neighbourhood officer's desk: my patch today, on a telephone, on paper, and with the network gone."""
