"""Addresses that the demo has and nothing else: one-click ways in."""

from django.urls import path

from sdm.pages.accounts import demo

urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.sign_in, name="demo-sign-in"),
    path("demo/open-as-patient/", demo.open_as_patient, name="demo-open-patient"),
]
