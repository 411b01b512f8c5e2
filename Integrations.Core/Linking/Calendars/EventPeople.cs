using System.Net.Mail;
using Integrations.Connectors.Entities;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking.Calendars;

/// <summary>Finds an event's attendees among the organization's people, by address and else by name, and writes down those with an address who are not there.</summary>
internal static class EventPeople
{
    /// <summary>Inside a write transaction. Two at once who write the same person down meet at their id, and one of them tries again.</summary>
    public static async Task<IReadOnlyList<Guid>> FindOrAddAsync(
        IntegrationsDbContext db, Caller caller, Guid organizationId, ExternalEntity source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = source.Attendees.Select(Read).OfType<Attendee>().DistinctBy(attendee => attendee.Key, StringComparer.Ordinal).Take(Meeting.MaxAttendees).ToList();
        if (told.Count == 0)
        {
            return [];
        }

        var (emails, names) = (told.Select(a => a.Email?.ToUpperInvariant()).OfType<string>().ToList(), told.Where(a => a.Email is null).Select(a => a.Name).ToList());
#pragma warning disable CA1304, CA1311 // The database's own upper(), the same for all cultures.
        var known = await db.People.AsNoTracking().VisibleTo(caller)
            .Where(person => (person.Email != null && emails.Contains(person.Email.ToUpper())) || names.Contains(person.Name))
            .OrderBy(person => person.CreatedAt).ThenBy(person => person.Id)
            .Select(person => new { person.Id, person.Name, person.Email })
            .ToListAsync(cancellationToken);
        var members = await db.Users.AsNoTracking().Where(user => user.OrganizationId == organizationId && emails.Contains(user.NormalizedEmail!))
            .ToDictionaryAsync(user => user.NormalizedEmail!, user => user.DisplayName, StringComparer.Ordinal, cancellationToken);
#pragma warning restore CA1304, CA1311
        var found = new List<Guid>();
        foreach (var attendee in told)
        {
            var person = attendee.Email is { } email
                ? known.Find(p => string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase))
                : known.Find(p => p.Name == attendee.Name);
            if (person is not null)
            {
                found.Add(person.Id);
            }
            else if (attendee.Email is { } address)
            {
                // A name that only repeats the address says less than the one that a member goes by here.
                var name = attendee.Name != address ? attendee.Name : members.GetValueOrDefault(address.ToUpperInvariant(), address);
                found.Add(await AddAsync(db, caller, organizationId, new PersonDraft(Text.Shorten(name, Person.NameMaxLength)) { Email = address }, now, cancellationToken));
            }
        }

        return [.. found.Distinct()];
    }

    private static async Task<Guid> AddAsync(IntegrationsDbContext db, Caller caller, Guid organizationId, PersonDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = StableId.Of("person", organizationId.ToString("N"), draft.Email!.ToUpperInvariant());
        // Someone who was written down so and has another address by now keeps their row.
        if (await db.People.VisibleTo(caller).AnyAsync(person => person.Id == id, cancellationToken))
        {
            id = Guid.CreateVersion7(now);
        }

        var person = new Person { Id = id, OrganizationId = organizationId, Name = "", CreatedAt = now };
        draft.Fill(person);
        db.People.Add(person);
        return person.Id;
    }

    /// <summary>"Ada Lindqvist &lt;ada@…&gt;", an address alone, or a name alone; null for what is neither.</summary>
    private static Attendee? Read(string told)
    {
        var text = told.Trim();
        if (text.Contains('@', StringComparison.Ordinal) && text.Length <= Person.EmailMaxLength + Person.NameMaxLength
            && MailAddress.TryCreate(text, out var mail) && mail.Address.Length <= Person.EmailMaxLength)
        {
            var draft = new PersonDraft(Text.IsVisible(mail.DisplayName) ? mail.DisplayName : mail.Address) { Email = mail.Address };
            return (draft with { Name = Text.Shorten(draft.Name, Person.NameMaxLength) }).Validate() is null ? new Attendee(draft.Name, mail.Address) : null;
        }

        return Text.IsVisible(text) && text.Length <= Person.NameMaxLength ? new Attendee(TextMatch.Canonical(text), null) : null;
    }

    private sealed record Attendee(string Name, string? Email)
    {
        public string Key => Email?.ToUpperInvariant() ?? $"name:{Name}";
    }
}
