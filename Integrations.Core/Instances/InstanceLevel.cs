namespace Integrations.Core.Instances;

/// <summary>Who an integration belongs to.</summary>
public enum InstanceLevel
{
    /// <summary>An organization's: administrators change it, members use it.</summary>
    Organization,

    /// <summary>A person's own: others do not see what it holds, administrators included.</summary>
    User,
}
