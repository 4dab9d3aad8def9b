"""Speed of the whole shop, measured over HTTP beside a bare view of the same server in the same run."""
