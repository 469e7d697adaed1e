"""Ledger rows and booking statuses are only ever added: the database itself refuses to change or drop one."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER booking_status_append_only BEFORE UPDATE ON booking_status
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER booking_status_append_only ON booking_status;
DROP TRIGGER ledger_append_only ON ledger;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = (("records", "0001_first_tables"),)

    operations = (migrations.RunSQL(REFUSE, ALLOW),)
