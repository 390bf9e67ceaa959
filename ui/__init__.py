"""The pages. The only place that knows Streamlit; everything that thinks lives in `planner`."""
