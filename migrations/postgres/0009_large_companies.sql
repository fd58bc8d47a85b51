-- Who keeps the Apps of a Company, however many Developers it has.
CREATE INDEX members_keepers ON members (company_id, user_id) WHERE role IN ('owner', 'admin');

-- The first Apps that a Billing Contact pays for, however many there are.
DROP INDEX apps_of_contact;
CREATE INDEX apps_of_contact ON apps (billing_contact_id, name) WHERE billing_contact_id IS NOT NULL;
