namespace Integrations.Web.Components;

/// <summary>
/// Files of the component library, 680 KB as they are and 60 KB compressed. The SDK (10.0.401) compresses a package's files, and serves what it made at
/// their plain address alone: at the one with a fingerprint they come as they are. So the plain one is asked for, with the fingerprint as its version.
/// </summary>
internal static class LibraryAsset
{
    /// <summary><c>Library.min.k4r0it.css</c> as <c>Library.min.css?v=k4r0it</c>; an address without a fingerprint as it is.</summary>
    public static string Packed(string address)
    {
        var (folder, file) = (address[..(address.LastIndexOf('/') + 1)], address[(address.LastIndexOf('/') + 1)..]);
        return file.Split('.') is [var name, "min", var fingerprint, var extension] ? $"{folder}{name}.min.{extension}?v={fingerprint}" : address;
    }
}
