"""How the stand-in judges a lead: keyword rules over the profile and the lead that a request carries."""
