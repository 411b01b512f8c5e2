using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Linking;

/// <summary>A meeting of the organization's own.</summary>
public sealed class Meeting : IVersioned
{
    public const int TitleMaxLength = 200;
    public const int NotesMaxLength = 4_000;
    public const int LocationMaxLength = 200;
    public const int MaxAttendees = 200;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string Title { get; set; }

    public string? Notes { get; set; }

    public string? Location { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset StartsAt { get; set; }

    /// <summary>UTC; after <see cref="StartsAt"/>.</summary>
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

internal sealed class MeetingMapping : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> meeting)
    {
        meeting.ToTable("Meetings");
        meeting.Property(m => m.Id).ValueGeneratedNever();
        meeting.Property(m => m.Title).HasMaxLength(Meeting.TitleMaxLength);
        meeting.Property(m => m.Notes).HasMaxLength(Meeting.NotesMaxLength);
        meeting.Property(m => m.Location).HasMaxLength(Meeting.LocationMaxLength);
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
