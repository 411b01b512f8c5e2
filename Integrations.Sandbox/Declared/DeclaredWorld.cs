using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Declared;

/// <summary>The things of one account at one vendor, newest first.</summary>
internal sealed class DeclaredWorld
{
    private const int Ordinary = 24;
    private const int Huge = 10_000;

    private readonly string _vendor;

    private DeclaredWorld(string vendor) => _vendor = vendor;

    public List<DeclaredRecord> Records { get; } = [];

    /// <param name="vendor">The provider's key.</param>
    /// <param name="kinds">The entities, each with the shape of its id and how many parts that has.</param>
    /// <param name="account">Whose.</param>
    /// <param name="now">Records are around today.</param>
    public static DeclaredWorld Create(string vendor, IReadOnlyList<DeclaredKind> kinds, SandboxAccount account, DateTimeOffset now)
    {
        var world = new DeclaredWorld(vendor);
        var people = DemoPeople.Around(account);
        foreach (var kind in account.Behaviour == SandboxBehaviour.Empty ? [] : kinds)
        {
            var random = SandboxSeed.For($"{vendor}-{kind.Name}", account);
            var count = account.Behaviour == SandboxBehaviour.Huge ? Huge / kinds.Count : Ordinary;
            for (var number = 1; number <= count; number++)
            {
                var theme = DemoThemes.All[(number - 1) % DemoThemes.All.Count];
                var title = number <= DemoThemes.All.Count ? theme.Title : $"{theme.Meeting} {number}";
                world.Records.Add(new DeclaredRecord(kind.Name, world.IdOf(kind, account, number), title, theme.Text, now.AddMinutes(-37 * number), random.Pick(people), number));
            }
        }

        return world;
    }

    public DeclaredRecord Add(DeclaredKind kind, SandboxAccount account, string title, string text, DateTimeOffset now, IReadOnlyList<string>? first = null)
    {
        var number = 1_000_000 + Records.Count;
        var id = IdOf(kind, account, number);
        var record = new DeclaredRecord(kind.Name, first is null ? id : [.. first.Take(id.Count - 1), .. id.Skip(Math.Min(first.Count, id.Count - 1))], title, text, now, DemoPeople.Around(account)[0], number);
        Records.Insert(0, record);
        return record;
    }

    private List<string> IdOf(DeclaredKind kind, SandboxAccount account, int number)
    {
        var texts = new[] { _vendor, kind.Name, account.Email, $"{number}" };
        var own = kind.Shape switch
        {
            "uuid" => SandboxSeed.Guid(texts).ToString("D"),
            "digits" => $"{SandboxSeed.Number(_vendor, kind.Name, account.Email) % 100_000 + 1}{number:D7}",
            _ => $"{kind.Prefix}{SandboxSeed.Guid(texts):N}"[..Math.Min(16 + kind.Prefix.Length, 32)].ToUpperInvariant(),
        };
        return kind.Parts == 1 ? [kind.Prefix.Length > 0 && kind.Shape is not ("uuid" or "digits") ? kind.Prefix + own[kind.Prefix.Length..] : own] : [$"{SandboxSeed.Number(_vendor, account.Email) % 9_000 + 1}", $"{number}"];
    }
}
