namespace Integrations.Sandbox.Google;

/// <summary>A calendar in the account's list.</summary>
/// <param name="Selected">Ticked in the list, as the web page shows it.</param>
internal sealed record SandboxCalendar(string Id, string Summary, string AccessRole, bool Selected, bool IsPrimary = false)
{
    private readonly Dictionary<string, SandboxEvent> _events = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SandboxEvent> Events => _events.Values;

    public bool IsWritable => AccessRole is "owner" or "writer";

    public SandboxEvent? Event(string id) => _events.GetValueOrDefault(id);

    public void Add(SandboxEvent added) => _events[added.Id] = added;
}
