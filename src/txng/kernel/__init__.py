"""What every area leans on and that knows nothing of the domain: errors, Vietnamese text, clock, files, numbers.

Nothing here may import another area; a thing that needs a word of the regulation belongs higher up.
"""
