from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.ui import views

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("giao-dien.css", views.theme, name="theme"),
    path("he-thong-giao-dien/", views.styles, name="styles"),
    path("he-thong-giao-dien/mau/", views.style_forms, name="style-forms"),
    path("he-thong-giao-dien/ban-lam-viec/", views.style_desk, name="style-desk"),
]
