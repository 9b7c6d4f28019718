"""How the parts are put together: settings, root urls, the WSGI application, the command. Imported by nobody."""
