using System.Net.Mail;
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
            await db.Dialect.Statements.KnowUpperCaseAsync(db, cancellationToken);
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
        if (caller.Must(Rights.ChangePeople) is { } forbidden)
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
        if (caller.Must(Rights.ChangePeople) is { } forbidden)
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
        if (caller.Must(Rights.ChangePeople) is { } forbidden)
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

/// <summary>A person in a list.</summary>
/// <param name="Links">Linked accounts and issues that the caller may see.</param>
public sealed record PersonRow(Guid Id, string Name, string? Email, string? JobTitle, int Links);

/// <param name="Version">Hand it back with a change.</param>
public sealed record PersonDetails(Guid Id, string Name, string? Email, string? JobTitle, string? Notes, int Version)
{
    internal static PersonDetails From(Person person) =>
        new(person.Id, person.Name, person.Email, person.JobTitle, person.Notes, person.Version);
}

/// <summary>What can be said about a person.</summary>
/// <param name="Name">1 to 120 characters.</param>
public sealed record PersonDraft(string Name)
{
    /// <summary>At most 320 characters; finds the person among an event's attendees.</summary>
    public string? Email { get; init; }

    /// <summary>At most 120 characters.</summary>
    public string? JobTitle { get; init; }

    /// <summary>At most 4,000 characters, plain text.</summary>
    public string? Notes { get; init; }

    internal Failure? Validate() =>
        !Text.IsVisible(Name) ? Failure.InvalidField("name", "A person needs a name.")
        : Name.Trim().Length > Person.NameMaxLength ? Failure.InvalidField("name", $"The name may have at most {Person.NameMaxLength} characters.")
        : Blank.ToNull(Email) is { } email && (email.Length > Person.EmailMaxLength || !IsAddress(email))
            ? Failure.InvalidField("email", "This is not an e-mail address. Write it like ada@example.org, or leave it empty.")
        : JobTitle?.Length > Person.JobTitleMaxLength ? Failure.InvalidField("jobTitle", $"The job title may have at most {Person.JobTitleMaxLength} characters.")
        : Notes?.Length > Person.NotesMaxLength ? Failure.InvalidField("notes", $"The notes may have at most {Person.NotesMaxLength} characters.")
        : null;

    internal void Fill(Person person)
    {
        person.Name = Text.Cut(TextMatch.Canonical(Name.Trim()), Person.NameMaxLength);
        person.Email = Blank.ToNull(Email);
        person.JobTitle = Blank.ToNull(JobTitle) is { } job ? Text.Cut(TextMatch.Canonical(job), Person.JobTitleMaxLength) : null;
        person.Notes = Blank.ToNull(Notes);
    }

    private static bool IsAddress(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;
}
