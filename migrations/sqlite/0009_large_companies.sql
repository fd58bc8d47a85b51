-- The first Owners of a Company, however many members it has.
DROP INDEX members_owners;
CREATE INDEX members_owners ON members (company_id, user_id) WHERE role = 'owner';

-- Who keeps the Apps of a Company, however many Developers it has.
CREATE INDEX members_keepers ON members (company_id, user_id) WHERE role IN ('owner', 'admin');

-- The first Apps that a Billing Contact pays for, however many there are.
DROP INDEX apps_of_contact;
CREATE INDEX apps_of_contact ON apps (billing_contact_id, name) WHERE billing_contact_id IS NOT NULL;
