"""What every screen shares: base pages, components, forms, icons, print styles and the words on them.

It has no tables and knows nothing of dossiers, lots or stamps; areas bring their content to these shapes.
"""
