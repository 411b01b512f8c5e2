using System.Text.Json.Nodes;
using Integrations.Core.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Linking;

/// <summary>One of our entities tied to one external entity, with a copy of what it looked like when last seen.</summary>
public sealed class EntityLink
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>One of <see cref="EntityTypes"/>.</summary>
    public required string EntityType { get; init; }

    public Guid EntityId { get; init; }

    public Guid InstanceId { get; init; }

    public required string ProviderKey { get; init; }

    public required string ExternalEntityId { get; init; }

    /// <summary>The vendor's type, such as <c>event</c>.</summary>
    public required string ExternalType { get; set; }

    public required string Title { get; set; }

    public string? Description { get; set; }

    public string? Url { get; set; }

    public JsonObject Metadata { get; set; } = [];

    public Guid? LinkedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the copy was last compared with the vendor.</summary>
    public DateTimeOffset RefreshedAt { get; set; }

    /// <summary>The vendor no longer has it.</summary>
    public bool IsGone { get; set; }
}

/// <summary>Our own entities that can be linked.</summary>
public static class EntityTypes
{
    public const string Meeting = "Meeting";
    public const string Person = "Person";

    public static IReadOnlyList<string> All { get; } = [Meeting, Person];

    /// <summary>The name in its own spelling; null when there is no such type.</summary>
    public static string? Parse(string? text) => All.FirstOrDefault(type => type.Equals(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A meeting of the organization's own.</summary>
public sealed class Meeting : Common.IVersioned
{
    public const int TitleMaxLength = 200;
    public const int NotesMaxLength = 4_000;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string Title { get; set; }

    public string? Notes { get; set; }

    public string? Location { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public IList<MeetingAttendee> Attendees { get; } = [];

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}

public sealed class MeetingAttendee
{
    public Guid MeetingId { get; init; }

    public Guid PersonId { get; init; }

    public Person? Person { get; init; }
}

/// <summary>Someone the organization works with; not necessarily a user of the hub.</summary>
public sealed class Person : Common.IVersioned
{
    public const int NameMaxLength = 120;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string Name { get; set; }

    public string? Email { get; set; }

    public string? JobTitle { get; set; }

    public string? Notes { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}

internal sealed class EntityLinkMapping : IEntityTypeConfiguration<EntityLink>
{
    public void Configure(EntityTypeBuilder<EntityLink> link)
    {
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.EntityType).HasMaxLength(40);
        link.Property(l => l.ProviderKey).HasMaxLength(60);
        link.Property(l => l.ExternalEntityId).HasMaxLength(500);
        link.Property(l => l.ExternalType).HasMaxLength(60);
        link.Property(l => l.Title).HasMaxLength(500);
        link.Property(l => l.Description).HasMaxLength(2_000);
        link.Property(l => l.Url).HasMaxLength(2_000);
        link.Property(l => l.Metadata).AsJson();
        link.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        // Linking the same thing twice gives the same link, also when two people click at once.
        link.HasIndex(l => new { l.OrganizationId, l.EntityType, l.EntityId, l.InstanceId, l.ExternalEntityId }).IsUnique();
        link.HasIndex(l => new { l.InstanceId, l.ExternalEntityId });
    }
}

internal sealed class MeetingMapping : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> meeting)
    {
        meeting.Property(m => m.Id).ValueGeneratedNever();
        meeting.Property(m => m.Title).HasMaxLength(Meeting.TitleMaxLength);
        meeting.Property(m => m.Notes).HasMaxLength(Meeting.NotesMaxLength);
        meeting.Property(m => m.Location).HasMaxLength(200);
        meeting.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        meeting.HasIndex(m => new { m.OrganizationId, m.StartsAt, m.Id });
    }
}

internal sealed class MeetingAttendeeMapping : IEntityTypeConfiguration<MeetingAttendee>
{
    public void Configure(EntityTypeBuilder<MeetingAttendee> attendee)
    {
        attendee.ToTable("MeetingAttendees");
        attendee.HasKey(a => new { a.MeetingId, a.PersonId });
        attendee.HasOne<Meeting>().WithMany(m => m.Attendees).HasForeignKey(a => a.MeetingId).OnDelete(DeleteBehavior.Cascade);
        attendee.HasOne(a => a.Person).WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.Property(p => p.Id).ValueGeneratedNever();
        person.Property(p => p.Name).HasMaxLength(Person.NameMaxLength);
        person.Property(p => p.Email).HasMaxLength(320);
        person.Property(p => p.JobTitle).HasMaxLength(120);
        person.Property(p => p.Notes).HasMaxLength(4_000);
        person.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        person.HasIndex(p => new { p.OrganizationId, p.Name, p.Id });
    }
}
