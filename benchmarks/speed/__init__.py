"""Speed against peers, in one run on the same pages; and a gate against getting slower."""
