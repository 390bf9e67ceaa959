"""What people see of a plan: sentences, timeline, map. Knows folium, nothing of the page it stands on."""
