using Integrations.Core.Identity.Organizations;
using Integrations.Core.Linking;
using Integrations.Core.Migration;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Demo;

/// <summary>Seeds invented organizations, accounts, people and meetings, so that the hub can be tried at once.</summary>
public sealed partial class DemoData(
    IDbContextFactory<IntegrationsDbContext> contexts,
    IPasswordHasher<User> passwords,
    CredentialVault vault,
    IOptions<DemoOptions> options,
    TimeProvider clock,
    ILogger<DemoData> logger)
{
    /// <summary>
    /// Does nothing unless <see cref="DemoOptions.Seed"/>. An organization is seeded once, whole or not at all: later
    /// starts keep what people changed or deleted since.
    /// </summary>
    /// <param name="legacy">Credentials of the older system, waiting to be brought over; may be empty.</param>
    public async Task SeedAsync(IReadOnlyList<DemoLegacyCredential> legacy, CancellationToken cancellationToken)
    {
        if (!options.Value.Seed)
        {
            return;
        }

        await SeedAccountAsync(cancellationToken);
        foreach (var organization in DemoOrganization.All)
        {
            await SeedAsync(organization, legacy, cancellationToken);
        }
    }

    private async Task SeedAccountAsync(CancellationToken cancellationToken)
    {
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        if (!await ExistsAsync(db, DemoOrganization.SuperAdmin, cancellationToken))
        {
            db.Users.Add(NewUser(DemoOrganization.SuperAdmin, organization: null));
            await SaveAsync(db, "super admin", cancellationToken);
        }
    }

    private async Task SeedAsync(DemoOrganization demo, IReadOnlyList<DemoLegacyCredential> legacy, CancellationToken cancellationToken)
    {
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        if (await db.Organizations.AnyAsync(organization => organization.Id == demo.Id, cancellationToken))
        {
            return;
        }

        var now = clock.GetUtcNow();
        db.Organizations.Add(new Organization { Id = demo.Id, Name = demo.Name, Plan = demo.Plan, CreatedAt = now });
        foreach (var account in demo.Accounts)
        {
            var user = NewUser(account, demo.Id);
            db.Users.Add(user);
            if (account.Email == DemoOrganization.LegacyOwner)
            {
                db.LegacyCredentials.AddRange(legacy.Select(credential => NewLegacy(user, credential)));
            }
        }

        AddDiary(db, demo, now);
        await SaveAsync(db, demo.Name, cancellationToken);
    }

    private static void AddDiary(IntegrationsDbContext db, DemoOrganization demo, DateTimeOffset now)
    {
        var people = demo.People.ToDictionary(
            person => person.FirstName,
            person => new Person
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = demo.Id,
                Name = person.Name,
                Email = person.Email,
                JobTitle = person.JobTitle,
                CreatedAt = now,
            },
            StringComparer.Ordinal);
        db.People.AddRange(people.Values);

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var entry in demo.Meetings)
        {
            var starts = entry.StartsAt(today);
            var meeting = new Meeting
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = demo.Id,
                Title = entry.Title,
                Notes = entry.Notes,
                Location = entry.Location,
                StartsAt = starts,
                EndsAt = starts.AddMinutes(entry.Minutes),
                CreatedAt = now,
            };
            foreach (var person in entry.People.Length == 0 ? people.Values : entry.People.Select(name => people[name]))
            {
                meeting.Attendees.Add(new MeetingAttendee { MeetingId = meeting.Id, PersonId = person.Id });
            }

            db.Meetings.Add(meeting);
        }
    }

    private User NewUser(DemoAccount account, Guid? organization)
    {
        var now = clock.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            DisplayName = account.Name,
            Role = account.Role,
            UserName = account.Email,
            NormalizedUserName = Normalize(account.Email),
            Email = account.Email,
            NormalizedEmail = Normalize(account.Email),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
        };
        user.PasswordHash = passwords.HashPassword(user, options.Value.Password);
        return user;
    }

    private LegacyCredential NewLegacy(User user, DemoLegacyCredential credential)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        return new LegacyCredential
        {
            Id = id,
            OrganizationId = user.OrganizationId!.Value,
            UserId = user.Id,
            ProviderKey = credential.ProviderKey,
            Ciphertext = LegacyVault.Protect(vault, user.OrganizationId.Value, id, credential.Fields),
            CreatedAt = clock.GetUtcNow(),
        };
    }

    private static Task<bool> ExistsAsync(IntegrationsDbContext db, DemoAccount account, CancellationToken cancellationToken)
    {
        var email = Normalize(account.Email);
        return db.Users.AnyAsync(user => user.NormalizedEmail == email, cancellationToken);
    }

    // As Identity's own normalizer does it.
    private static string Normalize(string email) => email.ToUpperInvariant();

    private async Task SaveAsync(IntegrationsDbContext db, string what, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            LogSeeded(logger, what);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            // Another node was faster, or someone took the name: both are no reason not to start.
            LogTaken(logger, what);
        }
    }

    [LoggerMessage(3801, LogLevel.Information, "Demo data seeded: {What}")]
    private static partial void LogSeeded(ILogger logger, string what);

    [LoggerMessage(3802, LogLevel.Warning, "Demo data not seeded, because its names are taken: {What}")]
    private static partial void LogTaken(ILogger logger, string what);
}
