-- An import into an empty installation gives the account of whoever imports the id it had where the file comes from. What
-- refers to a user follows.
do $$
declare
  reference record;
begin
  for reference in
    select conrelid::regclass as owner, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and confrelid = 'users'::regclass and confupdtype = 'a'
    order by conrelid::regclass::text, conname
  loop
    execute format('alter table %s drop constraint %I', reference.owner, reference.name);
    execute format(
      'alter table %s add constraint %I %s on update cascade', reference.owner, reference.name, reference.definition);
  end loop;
end $$;
