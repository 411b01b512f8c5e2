using Integrations.Core.Instances;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>A partial IntegrationDocument.</summary>
[ApiRequest]
internal sealed record PatchInstanceRequest : UpdateInstanceRequest
{
    /// <summary>disabled pauses, connected ends the pause; other states follow from the connection and cannot be set.</summary>
    [OneOf("disabled", "connected")]
    public string? Status { get; init; }

    public Result<InstanceChanges> Read() => Status switch
    {
        null => ToChanges(),
        "disabled" => ToChanges() with { Enabled = false },
        "connected" => ToChanges() with { Enabled = true },
        _ => Failure.InvalidField("status", "status can be set to disabled or connected; pending and error follow from the connection."),
    };
}
