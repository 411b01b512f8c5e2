using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Linking;

/// <summary>Someone the organization works with; not necessarily a user of the hub.</summary>
public sealed class Person : IVersioned
{
    public const int NameMaxLength = 120;
    public const int EmailMaxLength = 320;
    public const int JobTitleMaxLength = 120;
    public const int NotesMaxLength = 4_000;

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

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("People");
        person.Property(p => p.Id).ValueGeneratedNever();
        person.Property(p => p.Name).HasMaxLength(Person.NameMaxLength);
        person.Property(p => p.Email).HasMaxLength(Person.EmailMaxLength);
        person.Property(p => p.JobTitle).HasMaxLength(Person.JobTitleMaxLength);
        person.Property(p => p.Notes).HasMaxLength(Person.NotesMaxLength);
        person.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        person.HasIndex(p => new { p.OrganizationId, p.Name, p.Id });
    }
}
