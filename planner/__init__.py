"""Rural-tourism and on-the-spot-export route planner for Viet Nam."""
