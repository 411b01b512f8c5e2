using System.Net.Mail;
using Integrations.Primitives;

namespace Integrations.Core.Linking;

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
