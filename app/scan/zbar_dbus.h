#ifndef KENPIN_ZBAR_DBUS_H
#define KENPIN_ZBAR_DBUS_H

/* libzbar is linked from its archive: of that only what decodes is taken. The shared library draws in some twenty
 * others (X11, D-Bus, V4L), whose loading takes as long as reading a small picture, and which have no place in a
 * process that looks at hostile pictures. Where the archive's calls of D-Bus end (CMakeLists.txt): ZBar announces codes
 * there only when it is asked to, which nobody does. */
_Noreturn void zbar_dbus_none(void);

#endif
