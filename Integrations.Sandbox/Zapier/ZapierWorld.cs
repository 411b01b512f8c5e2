using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Zapier;

/// <summary>What an account's actions have done so far.</summary>
internal sealed class ZapierWorld
{
    private int _next = 100;

    /// <summary>By app, newest last.</summary>
    public List<ZapierRecord> Records { get; } = [];

    /// <summary>Tasks of the plan: two per action that worked.</summary>
    public int TasksUsed { get; set; }

    public static ZapierWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new ZapierWorld();
        foreach (var theme in DemoThemes.All.Take(5))
        {
            world.Add("slack", theme.Title, now.AddHours(-4));
            world.Add("gmail", theme.Meeting, now.AddHours(-8));
        }

        return world;
    }

    public ZapierRecord Add(string app, string text, DateTimeOffset at)
    {
        var record = new ZapierRecord($"{app}-{_next++}", app, text, at);
        Records.Add(record);
        return record;
    }
}
