using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Primitives;

namespace Integrations.Web.Api.Platform;

/// <summary>001's words for states.</summary>
internal static class PlatformNames
{
    public static string Of(InstanceStatus status) => status switch
    {
        InstanceStatus.Pending => "pending",
        InstanceStatus.Connected => "connected",
        InstanceStatus.Error => "error",
        _ => "disabled",
    };

    public static string Of(ConnectionStatus status) => status switch
    {
        ConnectionStatus.Active => "active",
        ConnectionStatus.Expired => "expired",
        ConnectionStatus.Revoked => "revoked",
        _ => "error",
    };

    public static string Of(ActivityStatus status) => status switch
    {
        ActivityStatus.Success => "success",
        ActivityStatus.Failed => "failed",
        _ => "running",
    };

    public static Result<InstanceStatus?> ParseStatus(string? text) => text switch
    {
        null => Result<InstanceStatus?>.Success(null),
        "pending" => InstanceStatus.Pending,
        "connected" => InstanceStatus.Connected,
        "error" => InstanceStatus.Error,
        "disabled" => InstanceStatus.Disabled,
        _ => Failure.InvalidField("status", "status must be one of pending, connected, error, disabled."),
    };
}
