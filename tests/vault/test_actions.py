"""Keys per municipality and per conversation: made, opened, shredded, rotated."""

from __future__ import annotations

from pathlib import Path

import pytest
from django_scopes import scope

from koersvast.vault import actions, root, rules
from koersvast.vault.models import DataKey, MunicipalityKey, Purpose
from koersvast.vault.queries import Unreadable, boxes, municipality_secret, open_box

pytestmark = pytest.mark.django_db
PLACE = "texts.text.body:1"


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    """An installation with a root key file of its own, not made yet."""
    settings.ROOT_KEY, settings.ROOT_KEY_FILE = "", tmp_path / "root_key"
    return settings


@pytest.fixture
def here(waterveen):
    with scope(municipality=waterveen):
        yield waterveen


def test_each_conversation_has_a_key_of_its_own(here):
    one, other = (actions.new_data_key(here, Purpose.DIALOGUE) for _ in range(2))
    sealed = open_box(one).seal("Ik durf dat hier niet", PLACE)
    assert open_box(one).read(sealed, PLACE) == "Ik durf dat hier niet"
    with pytest.raises(Unreadable):
        open_box(other).read(sealed, PLACE)
    assert MunicipalityKey.objects.count() == 1


def test_the_root_key_file_is_made_once_for_nobody_else_to_read(here, vault):
    actions.new_data_key(here, Purpose.DIALOGUE)
    file = Path(vault.ROOT_KEY_FILE)
    before = file.read_text()
    actions.new_data_key(here, Purpose.CONTACT)
    assert file.read_text() == before
    assert file.stat().st_mode & 0o077 == 0


def test_no_key_stands_readable_in_the_database(here, vault):
    key = actions.new_data_key(here, Purpose.DIALOGUE)
    clear = open_box(key).key
    above = MunicipalityKey.objects.get()
    for row in (key, above):
        assert clear not in bytes(row.wrapped)
    assert root.root_keys().current not in bytes(above.wrapped)


def test_a_shredded_key_opens_nothing_any_more(here):
    key = actions.new_data_key(here, Purpose.DIALOGUE)
    actions.shred([key])
    assert not DataKey.objects.exists()
    assert actions.check_keys().data_keys == 0


def test_without_the_root_key_nothing_is_shown_and_the_sentence_says_what_to_do(here, vault):
    key = actions.new_data_key(here, Purpose.DIALOGUE)
    Path(vault.ROOT_KEY_FILE).unlink()
    for act in (
        lambda: open_box(key),
        actions.check_root_key,
        lambda: actions.new_data_key(here, Purpose.CONTACT),
    ):
        with pytest.raises(root.VaultClosed, match="hoofdsleutel van de kluis is er niet"):
            act()
    assert not Path(vault.ROOT_KEY_FILE).exists()  # no new one beside what an old one sealed


def test_with_another_root_key_nothing_is_shown_either(here, vault):
    key = actions.new_data_key(here, Purpose.DIALOGUE)
    vault.ROOT_KEY = rules.write_root_key(rules.new_key())
    with pytest.raises(root.VaultClosed, match="een andere dan"):
        open_box(key)
    with pytest.raises(root.VaultClosed, match="een andere dan"):
        actions.check_root_key()
    vault.ROOT_KEY = "geen sleutel"
    with pytest.raises(root.VaultClosed, match="Hoofdsleutel 1 is geen sleutel"):
        actions.check_root_key()


def test_an_empty_installation_starts_without_any_key(waterveen, vault):
    actions.check_root_key()
    assert not Path(vault.ROOT_KEY_FILE).exists()


def test_keys_of_another_municipality_are_in_another_scope(here, zandermeer):
    key = actions.new_data_key(here, Purpose.DIALOGUE)
    with scope(municipality=zandermeer):
        assert not DataKey.objects.filter(pk=key.pk).exists()
        other = actions.new_data_key(zandermeer, Purpose.DIALOGUE)
    assert other.under_id != key.under_id


def test_a_wrapped_key_moved_to_another_conversation_does_not_open(here):
    one, other = (actions.new_data_key(here, Purpose.DIALOGUE) for _ in range(2))
    DataKey.objects.filter(pk=other.pk).update(wrapped=bytes(one.wrapped))
    with pytest.raises(Unreadable):
        open_box(DataKey.objects.get(pk=other.pk))
    assert actions.check_keys().broken == (other.pk,)


def sealed_texts(here, count=7):
    keys = [actions.new_data_key(here, Purpose.DIALOGUE) for _ in range(count)]
    return {key.pk: open_box(key).seal(f"tekst {number}", PLACE) for number, key in enumerate(keys)}


def texts(sealed):
    opened = boxes(list(DataKey.objects.filter(pk__in=sealed)))
    return [opened[pk].read(words, PLACE) for pk, words in sealed.items()]


def test_new_municipality_keys_open_the_same_texts(here):
    sealed = sealed_texts(here)
    actions.new_data_key(here, Purpose.CONTACT)
    before = set(MunicipalityKey.objects.values_list("pk", flat=True))
    assert actions.rotate_municipality(here) == 8
    assert not before & set(MunicipalityKey.objects.values_list("pk", flat=True))
    assert texts(sealed) == [f"tekst {number}" for number in range(7)]


def test_the_secret_of_receipts_survives_every_rotation(here):
    actions.newest_key(here, Purpose.RECEIPT)
    before = municipality_secret(here)
    actions.rotate_municipality(here)
    actions.rotate_root()
    assert municipality_secret(here) == before


def test_a_rotation_that_stopped_halfway_goes_on(here, monkeypatch):
    sealed = sealed_texts(here)
    monkeypatch.setattr(actions, "AT_ONCE", 2)

    class Killed(BaseException):
        pass

    def die(done, total):
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        actions.rotate_municipality(here, step=die)
    assert MunicipalityKey.objects.count() == 2
    assert texts(sealed) == [f"tekst {number}" for number in range(7)]  # also in the middle
    assert actions.rotate_municipality(here) == 3  # what was left, with the key that was there
    assert MunicipalityKey.objects.get().number == 2
    assert texts(sealed) == [f"tekst {number}" for number in range(7)]


def test_a_new_root_key_wraps_everything_and_the_old_one_is_forgotten(here, vault):
    sealed, old = sealed_texts(here), Path(vault.ROOT_KEY_FILE).read_text()
    assert actions.rotate_root() == 1
    new = Path(vault.ROOT_KEY_FILE).read_text()
    assert old not in new
    assert texts(sealed) == [f"tekst {number}" for number in range(7)]
    Path(vault.ROOT_KEY_FILE).write_text(old)
    with pytest.raises(root.VaultClosed):
        texts(sealed)


def test_a_root_rotation_that_stopped_halfway_goes_on(here, zandermeer, vault):
    sealed = sealed_texts(here)
    with scope(municipality=zandermeer):
        actions.new_data_key(zandermeer, Purpose.DIALOGUE)

    class Killed(BaseException):
        pass

    def die(done, total):
        raise Killed

    with pytest.raises(Killed):
        actions.rotate_root(step=die)
    assert len(Path(vault.ROOT_KEY_FILE).read_text().split()) == 2
    assert texts(sealed)[0] == "tekst 0"
    assert actions.rotate_root() == 1
    assert len(Path(vault.ROOT_KEY_FILE).read_text().split()) == 1
    assert texts(sealed)[0] == "tekst 0"


def test_keys_of_the_environment_are_rotated_by_putting_the_new_one_in_front(here, vault):
    old, new = (rules.write_root_key(rules.new_key()) for _ in range(2))
    vault.ROOT_KEY = old
    sealed = sealed_texts(here)
    with pytest.raises(root.VaultClosed, match="KOERSVAST_ROOT_KEY"):
        actions.rotate_root()
    vault.ROOT_KEY = f"{new},{old}"
    assert actions.rotate_root(existing=True) == 1
    vault.ROOT_KEY = new
    assert texts(sealed)[0] == "tekst 0"
