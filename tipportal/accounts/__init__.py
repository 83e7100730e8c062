"""Signing in, the second factor and a person's own account: allauth's steps under the portal's rules and pages."""
