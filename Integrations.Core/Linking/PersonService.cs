using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>The people an organization works with.</summary>
public sealed class PersonService(IDbContextFactory<IntegrationsDbContext> contexts, LinkRemoval removal, TimeProvider clock)
{
    /// <summary>People by name, then by id.</summary>
    /// <param name="text">Part of the name, address or job title, without regard to case; null or empty for all.</param>
    /// <returns>One page, or <c>validation</c>.</returns>
    public async Task<Result<Page<PersonRow>>> ListAsync(Caller caller, string? text, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var people = db.People.AsNoTracking().VisibleTo(caller);
        // SQL's upper() and a plain "contains": culture and comparison of the expression never run here.
#pragma warning disable CA1304, CA1311, CA1862
        if (TextFilter.Of(text) is { } needle)
        {
            people = people.Where(person => person.Name.ToUpper().Contains(needle)
                || (person.Email != null && person.Email.ToUpper().Contains(needle))
                || (person.JobTitle != null && person.JobTitle.ToUpper().Contains(needle)));
        }
#pragma warning restore CA1304, CA1311, CA1862

        var links = db.Links.VisibleTo(caller).Where(link => link.EntityType == EntityTypes.Person);
        var total = await people.CountAsync(cancellationToken);
        var rows = await people
            .OrderBy(person => person.Name).ThenBy(person => person.Id)
            .Skip(page.Offset).Take(page.Limit)
            .Select(person => new PersonRow(person.Id, person.Name, person.Email, person.JobTitle, links.Count(link => link.EntityId == person.Id)))
            .ToListAsync(cancellationToken);
        return new Page<PersonRow>(rows, total);
    }

    /// <returns>The person, or <c>person.not_found</c>.</returns>
    public async Task<Result<PersonDetails>> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var person = await db.People.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        return person is null ? LinkingFailures.PersonNotFound : PersonDetails.From(person);
    }

    /// <returns>The new person, or <c>validation</c> with the field's name.</returns>
    public async Task<Result<PersonDetails>> CreateAsync(Caller caller, PersonDraft draft, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangePeople) is { } forbidden)
        {
            return forbidden;
        }

        if (caller.OrganizationId is not { } organization)
        {
            return LinkingFailures.NoOrganization;
        }

        if (draft.Validate() is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var person = new Person { Id = Guid.CreateVersion7(now), OrganizationId = organization, Name = "", CreatedAt = now };
        draft.Fill(person);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.People.Add(person);
        await db.SaveChangesAsync(cancellationToken);
        return PersonDetails.From(person);
    }

    /// <summary>Replaces everything that can be edited.</summary>
    /// <param name="version">The version that was seen.</param>
    /// <returns>The saved person, <c>person.not_found</c>, <c>validation</c>, or <c>entity.changed</c>.</returns>
    public async Task<Result<PersonDetails>> UpdateAsync(
        Caller caller, Guid id, int version, PersonDraft draft, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangePeople) is { } forbidden)
        {
            return forbidden;
        }

        if (draft.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var person = await db.People.VisibleTo(caller).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (person is null)
        {
            return LinkingFailures.PersonNotFound;
        }

        if (person.Version != version)
        {
            return LinkingFailures.Changed("person");
        }

        draft.Fill(person);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return LinkingFailures.Changed("person");
        }

        return PersonDetails.From(person);
    }

    /// <summary>Deletes the person together with their links; meetings go on without them.</summary>
    /// <returns><c>person.not_found</c> when they are not there.</returns>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangePeople) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var person = await db.People.VisibleTo(caller).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (person is null)
        {
            return LinkingFailures.PersonNotFound;
        }

        db.People.Remove(person);
        return await removal.WithEntityAsync(db, caller, EntityTypes.Person, person.Id, person.Name, cancellationToken)
            ? Done.Value
            : LinkingFailures.Changed("person");
    }
}
