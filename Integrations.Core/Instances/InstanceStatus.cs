namespace Integrations.Core.Instances;

/// <summary>001's status of an integration.</summary>
public enum InstanceStatus
{
    /// <summary>Enabled, not yet connected.</summary>
    Pending,

    /// <summary>The last call, or the check after connecting, went well.</summary>
    Connected,

    /// <summary>Its connection fails; <see cref="IntegrationInstance.LastError"/> says what to do.</summary>
    Error,

    /// <summary>Switched off by a person: nothing is sent to the vendor.</summary>
    Disabled,
}
