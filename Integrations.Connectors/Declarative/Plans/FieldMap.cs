using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>Our fields and where a vendor's thing has them, sorted once: what every thing has, and members of the metadata.</summary>
internal sealed class FieldMap
{
    public FieldMap(IReadOnlyList<KeyValuePair<string, MappedValue>> fields)
    {
        All = fields;
        MappedValue? Of(string name) => fields.FirstOrDefault(field => field.Key == name).Value;
        (Title, Description, Url) = (Of("title"), Of("description"), Of("url"));
        Metadata = [.. fields.Where(field => field.Key is not ("title" or "description" or "url"))];
    }

    /// <summary>All of them, as the file has them.</summary>
    public IReadOnlyList<KeyValuePair<string, MappedValue>> All { get; }

    public MappedValue? Title { get; }

    public MappedValue? Description { get; }

    public MappedValue? Url { get; }

    public KeyValuePair<string, MappedValue>[] Metadata { get; }
}
