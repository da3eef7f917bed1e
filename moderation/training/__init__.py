"""How the embedded model is made and measured: `python -m moderation.training train|evaluate`.

Nothing here runs in the service. The public data sets stay outside the repository (their list,
licences and hashes are in the model card); the corpus written for this model is in `corpus/`.
"""
