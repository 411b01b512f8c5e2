namespace Integrations.Web.Features.Instances.Forms;

/// <summary>One reading of a form: what it is read from, and what it finds besides the object.</summary>
/// <param name="Texts">What stands in the fields, by their paths.</param>
internal sealed record ActionReading(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Texts that are no value of their field's type, by the field's path.</summary>
    public Dictionary<string, string> Errors { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Of each list, which of the form's rows are in the object, in their order: those left empty are not.</summary>
    public Dictionary<string, IReadOnlyList<int>> Rows { get; init; } = new(StringComparer.Ordinal);

    /// <summary>For an object that is shown or copied rather than sent.</summary>
    public bool LeavesSecretsOut { get; init; }
}
