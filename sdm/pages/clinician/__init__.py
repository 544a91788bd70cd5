"""The clinician's pages: from the list of conversations to the decision."""
