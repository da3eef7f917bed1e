"""Placeholder until the pages land."""

from django import template

register = template.Library()
