using System.Text.Json.Nodes;

namespace Integrations.Sandbox.Google;

/// <summary>A Meet room.</summary>
/// <param name="Id">Case-sensitive, behind <c>spaces/</c>.</param>
/// <param name="ByApp">Made through the Meet API, so that <c>meetings.space.created</c> covers it.</param>
internal sealed record SandboxRoom(string Id, string Code, bool ByApp)
{
    public JsonObject Config { get; set; } = new() { ["accessType"] = "TRUSTED", ["entryPointAccess"] = "ALL" };

    public string Uri => "https://meet.google.com/" + Code;

    public void Apply(JsonObject config)
    {
        foreach (var (name, value) in config)
        {
            Config[name] = value?.DeepClone();
        }
    }
}
