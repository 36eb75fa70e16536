"""Codebook, codes, coders, codings, memos. Words of people are in none of these tables in the clear."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.people.models import User
from koersvast.tenants.models import Owned
from koersvast.texts.models import Collection, Text
from koersvast.vault.models import DataKey


class Codebook(Owned):
    """The codes of one collection."""

    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="codebook")
    blind = models.BooleanField(_("elkaars codes verbergen tot u allebei klaar bent"), default=False)
    data_key = models.ForeignKey(
        DataKey, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # memos about codes
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("codeboek")


class Coder(Owned):
    """Somebody who codes: an account, or a name that came with a file."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="coders")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("naam"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("codeur")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["codebook", "user"], name="one_coder_per_account")]

    def __str__(self) -> str:
        return self.name or (self.user.name if self.user else "")


class Code(Owned):
    """A code with its definition: what belongs under it, and what does not."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    key = models.CharField(max_length=80)
    guid = models.CharField(max_length=36, blank=True, editable=False)  # what another program calls it
    label = models.CharField(_("naam"), max_length=120)
    definition = models.TextField(_("betekenis"), blank=True, max_length=2000)
    include = models.TextField(_("hoort erbij"), blank=True, max_length=2000)
    exclude = models.TextField(_("hoort er niet bij"), blank=True, max_length=2000)
    assignable = models.BooleanField(_("kan aan tekst worden gegeven"), default=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code")
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "key"], name="code_key_is_unique_in_codebook")
        ]

    def __str__(self) -> str:
        return self.label


class Coding(Owned):
    """One code on one span of a text by one coder."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        verbose_name = _("codering")
        ordering = ["start", "end"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "code", "coder", "start", "end"], name="a_coder_codes_a_span_once_with_a_code"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="coding_has_a_length"),
        ]
        indexes = [
            models.Index(fields=["code", "text"]),
            # counts per code and per coder are read from these alone
            models.Index(fields=["municipality", "code"], name="codings_per_code"),
            models.Index(fields=["municipality", "coder", "text"], name="codings_per_coder"),
        ]


class Merge(Owned):
    """Two codes that became one, and what is needed to part them again."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="merges")
    source = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=list)  # ids of codings that got the other code
    doubled = models.JSONField(default=list)  # text, coder, start, end, on: the same span had both codes
    children = models.JSONField(default=list)  # ids of codes that hung under the source
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("samenvoeging")
        ordering = ["-on", "-pk"]


class Memo(Owned):
    """A note of a coder, sealed. About a span of a text, or about a code."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="memos")
    text = models.ForeignKey(Text, on_delete=models.CASCADE, null=True, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="memos")
    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    body = models.BinaryField()
    on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("notitie bij coderen")
        ordering = ["start", "on"]
        constraints = [
            models.CheckConstraint(
                name="memo_is_about_a_text_or_a_code",
                condition=Q(text__isnull=False, code__isnull=True, start__isnull=False)
                | Q(text__isnull=True, code__isnull=False, start__isnull=True),
            )
        ]


class Ready(Owned):
    """A coder said to be ready with a text."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="ready")

    class Meta:
        verbose_name = _("klaar met coderen")
        constraints = [models.UniqueConstraint(fields=["text", "coder"], name="ready_once_per_text")]


class WaitingCoding(Owned):
    """A coding that came with a text nobody has checked yet. It becomes a Coding when the text is finished.

    ``text_length``: when the text got another length meanwhile, the places say nothing any more.
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_length = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        verbose_name = _("codering die wacht")
        ordering = ["start", "end"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="waiting_coding_has_a_length")
        ]


class StagedFile(Owned):
    """A file between reading and storing, sealed. Only who brought it in sees it; gone after an hour."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    about = models.UUIDField()  # the collection or cycle it is for
    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    data_key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="stagedfile")
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bestand dat wacht")
        ordering = ["-created_at"]
